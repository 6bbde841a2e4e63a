create or replace function steward_internal.handwritten_condition(target regclass, role_name name, tree text, condition text)
returns text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_condition text := handwritten_condition.condition;
  v_part record;
begin
  for v_part in
    select p.part, p.query
    from steward_internal.constant_parts(handwritten_condition.target, handwritten_condition.tree, v_condition) as p
    order by length(p.part) desc, p.part
  loop
    -- It may have been inside of another.
    continue when position(v_part.part in v_condition) = 0;
    v_condition := replace(
      v_condition, v_part.part,
      (select r.value from steward_internal.rows_as(handwritten_condition.role_name, v_part.query) as r (value))
    );
  end loop;
  return v_condition;
end
$$;

comment on function steward_internal.handwritten_condition(regclass, name, text, text) is $doc$
Writes the WHERE that somebody would write by hand for who asks now.

@param target The table.
@param role_name The role that the condition is for.
@param tree The condition as the catalog stores it.
@param condition The same as SQL.
@returns The condition with values in place of its sub-selects.
@access steward_admin
@example begin; select steward_internal.handwritten_condition('steward.settings', current_user, '', '(name = ( SELECT ''x''::text))'); rollback;
$doc$;

revoke all on function steward_internal.handwritten_condition(regclass, name, text, text) from public;
