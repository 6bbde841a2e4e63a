create or replace function steward_internal.parse_alert_condition(condition text)
returns table (
  kind text,
  measure text,
  metric text,
  labels jsonb,
  check_id text,
  severity text,
  object text,
  operator text,
  threshold numeric
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := regexp_replace(parse_alert_condition.condition, '^\s+|\s+$', '', 'g');
  v_label_pattern text := '\s*([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*';
  v_measure text := 'value';
  v_parts text[];
  v_problem text;
begin
  case
    when coalesce(v_text, '') = '' then
      v_problem := 'It is empty.';
    when v_text ~ '^check\M' then
      v_parts := regexp_match(
        v_text, '^check\s+(\w+)(?:\s*>=\s*(critical|warning|info)\M)?(?:\s+on\s+(\S.*))?$'
      );
      if v_parts is not null then
        return query
        select 'check', null::text, null::text, null::jsonb, v_parts[1], coalesce(v_parts[2], 'info'), v_parts[3],
          null::text, null::numeric;
        return;
      end if;
      v_problem := 'After "check" comes the name of a check, then at most ">= critical", ">= warning"'
        ' or ">= info", then at most "on" and an object.';
    when v_text ~ '^health_status\M' then
      v_parts := regexp_match(v_text, '^health_status\s*(=|>=)\s*(critical|warning|unknown|info)$');
      if v_parts is not null then
        return query
        select 'status', null::text, null::text, null::jsonb, null::text, v_parts[2], null::text, v_parts[1],
          null::numeric;
        return;
      end if;
      v_problem := 'After "health_status" comes = or >=, then critical, warning, unknown or info.';
    else
      if v_text ~ '^increase\s*\(.*\)' then
        v_measure := 'increase';
        v_text := regexp_replace(v_text, '^increase\s*\(\s*(.*)\)', '\1');
      end if;
      v_parts := regexp_match(
        v_text,
        '^([A-Za-z_][\w.]*)\s*(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?\s*([^\w\s.+-]*)\s*(.*)$'
      );
      v_problem := case
        when v_parts is null then 'It does not begin with the name of a metric, "check" or "health_status".'
        when v_parts[2] !~ '^\s*$' and v_parts[2] !~ format('^%s(,%1$s)*$', v_label_pattern)
          then format('The labels are %s, not a list like {name="value", name="value"}.', v_parts[2])
        when v_parts[3] not in ('>', '>=', '<', '<=', '=', '<>')
          then format('After the metric comes %s, not one of >, >=, <, <=, =, <>.',
            coalesce(quote_literal(nullif(concat(v_parts[3], v_parts[4]), '')), 'nothing'))
        when v_parts[4] !~ '^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$'
          then format('%s is not a number.', quote_literal(v_parts[4]))
      end;
  end case;

  if v_problem is not null then
    raise exception using
      errcode = 'SW008',
      message = format('cannot read the alert condition %L', parse_alert_condition.condition),
      detail = v_problem,
      hint = 'Write metric > number, metric{label="value"} >= number, increase(metric) > number, check name, '
        'check name >= warning on schema.table, or health_status = critical.';
  end if;

  return query
  select 'metric', v_measure, v_parts[1],
    (
      select coalesce(jsonb_object_agg(l.parts[1], regexp_replace(l.parts[2], '\\(.)', '\1', 'g')), '{}')
      from regexp_matches(v_parts[2], v_label_pattern, 'g') as l (parts)
    ),
    null::text, null::text, null::text, v_parts[3], v_parts[4]::numeric;
end
$$;

comment on function steward_internal.parse_alert_condition(text) is $doc$
Reads the condition of an alert rule; nothing of it is ever executed.

There are three kinds: `metric{label="value"} > 80` compares each row of `health_metrics()` that has the
name and the labels with a number, by >, >=, <, <=, = or <>, and `increase(metric)` how much a counter
has grown since the evaluation before; `check table_bloat >= warning on public.orders` is about the
findings of a check, of at least this severity (else of any) and about this object, written as the
report writes it (else about each); `health_status >= critical` is about the state of the whole report.
A backslash in a label value stands for the character after it.

@param condition The condition.
@returns One row; what does not belong to its kind (metric, check or status) is null.
@error SW008 The condition cannot be read.
@access steward_reader
@example select metric, threshold from steward_internal.parse_alert_condition('connections.used > 80');
$doc$;

revoke all on function steward_internal.parse_alert_condition(text) from public;
