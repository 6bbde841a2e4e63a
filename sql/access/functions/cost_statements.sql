create or replace function steward_internal.cost_statements(
  target regclass, role_name name, command text, out bare text, out filtered text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- Rows are looked for and none is written: random() is never below 0, and decided only after the policy.
  select
    s.bare || case when cost_statements.command = 'select' then '' else ' where random() < 0 and ctid is not null' end,
    s.bare || ' where %s'
      || case when cost_statements.command = 'select' then '' else ' and random() < 0 and ctid is not null' end
  from (
    select
      case cost_statements.command
        when 'select' then format('select count(*) from %s', cost_statements.target)
        when 'delete' then format('delete from %s', cost_statements.target)
        when 'update' then (
          select format('update %s set %I = %I', cost_statements.target, a.attname, a.attname)
          from pg_attribute as a
          where a.attrelid = cost_statements.target
            and a.attnum > 0
            and not a.attisdropped
            and a.attgenerated = ''
            and a.attidentity <> 'a'
            and has_column_privilege(cost_statements.role_name, a.attrelid, a.attnum, 'update')
            and has_column_privilege(cost_statements.role_name, a.attrelid, a.attnum, 'select')
          order by a.attnum
          limit 1
        )
      end as bare
  ) as s
$$;

comment on function steward_internal.cost_statements(regclass, name, text) is $doc$
Writes the statements by which the cost of a policy is measured.

UPDATE and DELETE look for their rows and write none, so that nothing is locked and no dead rows are left.

@param target The table.
@param role_name The role that the policy is for.
@param command select, update or delete.
@returns The statement that the policy filters, and the one with a place (%s) for the condition; null if there is none.
@access steward_reader
@example select bare from steward_internal.cost_statements('steward.settings', current_user, 'select');
$doc$;

revoke all on function steward_internal.cost_statements(regclass, name, text) from public;
