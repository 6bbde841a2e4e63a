create or replace function steward_internal.render_alert_message(template text, placeholders jsonb)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(
    case
      when render_alert_message.placeholders ? substring(p.parts[1] from '^\{(\w+)\}$')
        then coalesce(render_alert_message.placeholders ->> substring(p.parts[1] from '^\{(\w+)\}$'), '-')
      else p.parts[1]
    end,
    '' order by p.ordinality
  )
  from regexp_matches(render_alert_message.template, '\{\w+\}|[^{]+|\{', 'g')
    with ordinality as p (parts, ordinality)
$$;

comment on function steward_internal.render_alert_message(text, jsonb) is $doc$
Fills in the `{placeholders}` of a message.

It does so in one pass, so that no value is read as a template.

@param template The message.
@param placeholders The values by name; null becomes "-", and a name that is not there stays as it is.
@returns The message.
@access steward_reader
@example select steward_internal.render_alert_message('{object} is at {value}', '{"object": "disk", "value": "91 %"}');
$doc$;

revoke all on function steward_internal.render_alert_message(text, jsonb) from public;
