import type postgres from 'postgres'

/** Lets health_metrics() read a table, so that a test decides what is measured. */
export async function measureFromTable(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create table public.measured (name text, labels jsonb default '{}', value numeric, kind text default 'gauge');
    do $do$
    begin
      execute format(
        $sql$
          create or replace function steward.health_metrics(%s)
          returns table (name text, labels jsonb, value numeric, kind text, help text)
          language sql volatile set search_path = pg_catalog, pg_temp
          as $$ select m.name, m.labels, m.value, m.kind, '' from public.measured as m $$
        $sql$,
        (
          select pg_get_function_arguments(p.oid) from pg_proc as p
          where p.proname = 'health_metrics' and p.pronamespace = 'steward'::regnamespace
        )
      );
    end $do$`)
}

/** What the measured metrics are from now on: name, value, labels; those that end in `_count` are counters. */
export async function measure(sql: postgres.Sql, ...metrics: [string, number, Record<string, string>?][]): Promise<void> {
  await sql`delete from public.measured`
  for (const [name, value, labels = {}] of metrics) {
    const kind = name.endsWith('_count') ? 'counter' : 'gauge'
    await sql`insert into public.measured (name, labels, value, kind) values (${name}, ${sql.json(labels)}, ${value}, ${kind})`
  }
}

/** Moves everything that alerts remember into the past. */
export async function letTimePass(sql: postgres.Sql, interval: string): Promise<void> {
  await sql`
    update steward.alerts set
      opened_at = opened_at - ${interval}::interval,
      last_breach_at = last_breach_at - ${interval}::interval,
      unknown_since = unknown_since - ${interval}::interval,
      notified_at = notified_at - ${interval}::interval,
      reminded_at = reminded_at - ${interval}::interval,
      resolved_at = resolved_at - ${interval}::interval,
      resolution_notified_at = resolution_notified_at - ${interval}::interval`
  await sql`
    update steward.maintenance_windows set
      starts_at = starts_at - ${interval}::interval, ends_at = ends_at - ${interval}::interval`
  await sql`
    update steward.alert_notifications set created_at = created_at - ${interval}::interval`
  await sql`
    update steward.alert_deliveries set next_attempt_at = next_attempt_at - ${interval}::interval`
  await sql`update steward.alert_channels set last_seen_at = last_seen_at - ${interval}::interval`
  await sql`
    update steward.health_runs set
      started_at = started_at - ${interval}::interval, finished_at = finished_at - ${interval}::interval`
}
