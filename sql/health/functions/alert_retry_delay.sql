create or replace function steward_internal.alert_retry_delay(attempts integer, jitter double precision)
returns interval
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select interval '1 second'
    * least(900, 5 * power(2, least(greatest(alert_retry_delay.attempts, 1), 20) - 1))
    * (0.5 + alert_retry_delay.jitter / 2)
$$;

comment on function steward_internal.alert_retry_delay(integer, double precision) is $doc$
Returns how long to wait before a notification is tried again.

5 seconds doubled with each attempt, at most 15 minutes; the jitter takes up to half of it away, so
that many do not come back at the same moment.

@param attempts How many attempts have failed.
@param jitter A random number from 0 to 1.
@returns The delay.
@access steward_reader
@example select steward_internal.alert_retry_delay(3, random());
$doc$;

revoke all on function steward_internal.alert_retry_delay(integer, double precision) from public;
