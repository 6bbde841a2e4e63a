create or replace function steward_internal.altered_table_lock(action text)
returns table (mode text, effect text, help text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    case
      when a.is_constraint and a.definition ~ '^foreign key' then 'SHARE ROW EXCLUSIVE'
      when altered_table_lock.action ~ '^(enable|disable) (replica |always )?trigger' then 'SHARE ROW EXCLUSIVE'
      when altered_table_lock.action ~ '^(validate constraint|cluster on|set without cluster|attach partition|set ?\(|reset ?\()'
        or altered_table_lock.action ~ '^detach partition .* concurrently'
        or altered_table_lock.action ~ '^alter .* (set statistics|set ?\(|reset ?\()'
        then 'SHARE UPDATE EXCLUSIVE'
      else 'ACCESS EXCLUSIVE'
    end,
    e.effect,
    case
      when e.effect = 'reads all of it' and altered_table_lock.action ~ 'set not null'
        then 'Add a CHECK (… IS NOT NULL) NOT VALID, validate it in a later migration, and set NOT NULL then: it reads nothing any more.'
      when e.effect = 'reads all of it' then 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.'
      when e.effect = 'builds an index' then 'Build the index with CONCURRENTLY, and add the constraint with USING INDEX.'
      when e.effect is not null then 'Add a new column or table, fill it in batches, and let it take the place of the old one.'
    end
  from (
    select
      altered_table_lock.action ~ '^add (constraint|foreign key|primary key|unique|check|exclude)\y' as is_constraint,
      altered_table_lock.action ~ '^add ' as is_addition,
      regexp_replace(altered_table_lock.action, '^add (constraint ("([^"]|"")+"|\S+) )?', '') as definition
  ) as a
  cross join lateral (
    select case
      when a.is_constraint and a.definition ~ '^(foreign key|check)' and a.definition !~ 'not valid' then 'reads all of it'
      when a.is_constraint and a.definition ~ '^(primary key|unique|exclude)' and a.definition !~ 'using index' then 'builds an index'
      when a.is_constraint then null
      when a.is_addition and (
        a.definition ~ '\y(generated always as ?\(.*stored|as identity|(big|small)?serial)\y'
        or exists (
          select
          from regexp_matches(substring(a.definition from '\ydefault (.*)'), '([[:alpha:]_][\w$]*) ?\(', 'g') as f (found)
          inner join pg_proc as p on p.proname = f.found[1]
          where p.provolatile = 'v'
        )
      ) then 'rewrites it'
      when a.is_addition and a.definition ~ '\y(primary key|unique)\y' then 'builds an index'
      when a.is_addition and a.definition ~ '\ycheck ?\(' then 'reads all of it'
      when altered_table_lock.action ~ '^alter .* (set data )?type ' then 'may rewrite it'
      when altered_table_lock.action ~ '^alter .* set not null' then 'reads all of it'
      when altered_table_lock.action ~ '^set (logged|unlogged|tablespace|access method)' then 'rewrites it'
    end as effect
  ) as e
$$;

comment on function steward_internal.altered_table_lock(text) is $doc$
Tells how an action of ALTER TABLE locks its table, and what for.

@param action The action, without comments and literals, in lower case.
@returns The lock; effect is null if it needs the lock for a moment only; help is how to do without.
@access steward_reader
@example select * from steward_internal.altered_table_lock('alter column a type bigint');
$doc$;

revoke all on function steward_internal.altered_table_lock(text) from public;
