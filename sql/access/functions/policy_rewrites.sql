create or replace function steward.policy_rewrites(target regclass default null)
returns table (
  object regclass,
  policy name,
  command text,
  problem text,
  using_now text,
  using_fast text,
  check_now text,
  check_fast text,
  statement text,
  advice text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with conditions as (
    select
      p.oid as policy_oid, p.polrelid, p.polname, p.polcmd,
      pg_get_expr(p.polqual, p.polrelid) as using_now, p.polqual::text as using_tree,
      pg_get_expr(p.polwithcheck, p.polrelid) as check_now, p.polwithcheck::text as check_tree
    from pg_policy as p
    inner join steward_internal.user_relations as r on r.relid = p.polrelid
    where policy_rewrites.target is null
      or p.polrelid = policy_rewrites.target
  ),
  rewritten as (
    select
      c.*,
      u.rewritten as using_fast,
      k.rewritten as check_fast,
      array(
        select distinct x.problem
        -- What is inserted is looked at row by row anyway.
        from unnest(u.problems || array_remove(k.problems, 'or_without_column')) as x (problem)
        order by 1
      ) as problems
    from conditions as c
    left join lateral steward_internal.rewrite_condition(c.polrelid, c.using_tree, c.using_now) as u on true
    left join lateral steward_internal.rewrite_condition(c.polrelid, c.check_tree, c.check_now) as k on true
  )
  select
    r.polrelid::regclass,
    r.polname,
    case r.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    array_to_string(r.problems, ', '),
    r.using_now,
    r.using_fast,
    r.check_now,
    r.check_fast,
    case
      when coalesce(r.using_fast, r.check_fast) is not null then
        format('alter policy %I on %s', r.polname, r.polrelid::regclass)
        || coalesce(' using (' || r.using_fast || ')', '')
        || coalesce(' with check (' || r.check_fast || ')', '')
    end,
    concat_ws(
      ' ',
      case
        when 'or_without_column' = any (r.problems) then
          'A condition on who asks, joined with OR, keeps the index from everybody: give those users a role and a policy '
            'of their own, to which other roles pay nothing.'
      end,
      case
        when 'call_per_row' = any (r.problems) then
          'A function that takes a column is called for each row: let one return all keys that the user may see, and '
            'write column = any ((select allowed_keys())::uuid[]).'
      end,
      case
        when 'volatile_call' = any (r.problems) then
          'A function that is VOLATILE, as all are that say nothing else, cannot be called once: declare it STABLE, if it '
            'returns the same throughout a statement.'
      end,
      case
        when 'not_understood' = any (r.problems) then
          'Something is left alone, because it is built in a way that is not understood: write sub-selects as '
            'column = any (array(select …)) without a column of the table in them, instead of NOT IN and NOT EXISTS as '
            'column <> all (array(select …)), which lets no row through if there is a null, and calls as (select f()).'
      end
    )
  from rewritten as r
  where r.problems <> '{}'
  order by r.polrelid::regclass::text, r.polname
$$;

comment on function steward.policy_rewrites(regclass) is $doc$
Lists the policies that cost more than they must, and how to write them.

`problem` is what was found: `bare_call` (evaluated for each row instead of once), `in_subselect` and
`correlated_subselect` (no index on the column can be used), `call_per_row` (a function that takes a column), and
`or_without_column` (a condition on who asks, joined with OR: measured at 50 to 130 times), `volatile_call`. The first
three are rewritten; the others need a decision, which `advice` explains. What is `not_understood` is left alone: sub-selects
that take a column of each row in another way, and IN with calls in its sub-select under NOT, IS or in CASE. `rewrite_policies()`
applies the statements after it has compared both forms on the rows of the table.

@area access
@param target The table; null for all.
@returns One row for each policy with a problem; `statement` and the fast conditions are null where nothing can be written.
@access steward_reader
@example select object, policy, problem, statement from policy_rewrites();
$doc$;

revoke all on function steward.policy_rewrites(regclass) from public;
