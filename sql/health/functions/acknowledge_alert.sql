create or replace function steward.acknowledge_alert(id bigint, note text default null)
returns setof steward.alerts
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  update steward.alerts as a
  set acknowledged_at = now(),
    acknowledged_by = session_user,
    acknowledge_note = acknowledge_alert.note
  where a.id = acknowledge_alert.id
    and a.resolved_at is null
  returning a.*;

  if not found then
    raise exception using
      errcode = 'SW011',
      message = format('there is no open alert %s', coalesce(acknowledge_alert.id::text, 'without id')),
      hint = 'List the open alerts with: select id, rule, object from steward.alerts where resolved_at is null;';
  end if;
end
$$;

comment on function steward.acknowledge_alert(bigint, text) is $doc$
Acknowledges an open alert, so that nobody is reminded of it.

Whoever was told of it is told when it is over. Acknowledging it again replaces who, when and the note.
The next episode of the alert starts afresh.

@area health
@param id The alert, as in `alerts`.
@param note What you know or do about it.
@returns The alert.
@error SW011 There is no open alert of this id.
@access steward_operator
@example select a.id, k.rule from alerts as a, acknowledge_alert(a.id) as k where a.resolved_at is null;
$doc$;

revoke all on function steward.acknowledge_alert(bigint, text) from public;
