create or replace function steward_internal.index_drops()
returns table (index_oid oid, check_id text, survivor_oid oid)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_drops jsonb := steward_internal.remembered('index_drops')::jsonb;
begin
  if v_drops is null then
    select coalesce(jsonb_agg(to_jsonb(d)), '[]')
    into v_drops
    from steward_internal.decide_index_drops() as d;
    perform steward_internal.remember('index_drops', v_drops::text);
  end if;

  return query
  select d.*
  from jsonb_to_recordset(v_drops) as d (index_oid oid, check_id text, survivor_oid oid);
end
$$;

comment on function steward_internal.index_drops() is $doc$
Lists the indexes that are to go, decided once in a health check.

@returns The rows of decide_index_drops().
@access steward_reader
@example select index_oid::regclass, check_id from steward_internal.index_drops();
$doc$;

revoke all on function steward_internal.index_drops() from public;
