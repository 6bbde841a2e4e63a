-- pgsteward: no-transaction
-- pgsteward: always
-- One finished generation in four is on an invoice; some lines were imported twice. This table is
-- left without statistics on purpose.
insert into public.generation_cost_import (
  provider,
  model,
  usage_on,
  generation_id,
  input_tokens,
  output_tokens,
  cost_usd,
  raw_line,
  imported_at
)
with settings as materialized (
  select
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now
)
select
  g.provider,
  g.model,
  (g.created_at at time zone 'UTC')::date,
  g.id,
  g.prompt_tokens,
  g.completion_tokens,
  g.cost_usd,
  concat_ws(';', g.provider, g.model, g.prompt_tokens, g.completion_tokens, g.cost_usd),
  date_trunc('day', g.created_at, 'UTC') + interval '24 hours' + interval '3 hours' * copy
from settings
cross join public.ai_generations as g
cross join lateral (select hashint8extended(extract(epoch from g.created_at)::bigint, 71) & 1023)
  as d (h)
cross join lateral generate_series(1, case when d.h % 80 = 0 then 2 else 1 end) as s (copy)
where g.status = 'completed'
  and d.h % 4 = 0
  and g.created_at < date_trunc('day', seed_now, 'UTC') - interval '24 hours'
order by g.created_at, g.id, copy;
