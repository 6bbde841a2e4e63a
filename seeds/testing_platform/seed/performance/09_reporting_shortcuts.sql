-- pgsteward: no-transaction
-- pgsteward: always
-- What came of the mistakes in the migration add_reporting_shortcuts; without it nothing.
do $$
begin
  if to_regclass('public.generation_cost_import') is not null then
    truncate public.generation_cost_import;
    -- One finished generation in four is on an invoice; some lines were imported twice. This table is
    -- left without statistics.
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
  end if;
end
$$;

-- Each delivery is offered every minute with "on conflict do nothing", and each offer takes a number from
-- the sequence: hence few rows with very high numbers.
do $$
begin
  if to_regclass('public.webhook_deliveries') is not null then
    insert into public.webhook_deliveries (id, organization_id, event, event_on, http_status)
    select
      1950000000 - row_number() over (order by o.id desc, d.day desc),
      o.id,
      'runs_finished',
      (
        coalesce(nullif(current_setting('seed.now', true), '')::timestamptz, now()) at time zone 'UTC'
      )::date - d.day,
      200
    from public.organizations as o
    cross join lateral generate_series(1, 90) as d (day);
    perform setval('public.webhook_deliveries_id_seq', 1950000000);
  end if;
end
$$;

-- What workers and the clean-up do in a week, with autovacuum off: a quarter of the rows change, a tenth
-- is deleted, and the dead versions stay.
do $$
begin
  if to_regclass('public.generation_cost_import') is not null then
    update public.job_queue as j
    set
      result = coalesce(j.result, '{}') || jsonb_build_object('archived', true),
      updated_at = j.updated_at + interval '10 minutes'
    where j.id % 4 = 1
      and j.finished_at is not null;

    delete from public.job_queue as j
    where j.id % 10 = 0
      and j.finished_at is not null;
  end if;
end
$$;

select pg_stat_force_next_flush();

do $$
begin
  if to_regclass('public.webhook_deliveries') is not null then
    analyze public.webhook_deliveries;
  end if;
end
$$;
