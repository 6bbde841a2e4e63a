create or replace function steward_internal.plan_of(
  target regclass, role_name name, statement text, out plan_text text, out uses_index boolean
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  plan_text := (
    select string_agg(r.line, E'\n')
    from steward_internal.rows_as(plan_of.role_name, 'explain (costs off) ' || plan_of.statement) as r (line)
  );
  uses_index := exists (
    select
    from regexp_matches(plan_text, '(?:Scan(?: Backward)? using|Bitmap Index Scan on) ("(?:[^"]|"")+"|\S+)', 'g') as u (part)
    inner join pg_class as x on quote_ident(x.relname) = u.part[1]
    inner join pg_index as i on i.indexrelid = x.oid
    inner join steward_internal.relation_family(plan_of.target) as f on f.relation = i.indrelid
  );
end
$$;

comment on function steward_internal.plan_of(regclass, name, text) is $doc$
Explains a statement as a role, without running it.

@param target The table.
@param role_name The role.
@param statement The statement.
@returns The plan, and whether it uses an index of the table or of a partition.
@access steward_admin
@example begin; select uses_index from steward_internal.plan_of('steward.settings', current_user, 'select from steward.settings where name = ''x'''); rollback;
$doc$;

revoke all on function steward_internal.plan_of(regclass, name, text) from public;
