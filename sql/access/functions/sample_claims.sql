create or replace function steward_internal.sample_claims(target regclass, unbound_role name, wanted integer, sampled text default null)
returns setof jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller name := current_user;
  v_source record;
  v_columns text;
begin
  for v_source in
    select s.*
    from steward_internal.identity_sources(sample_claims.target) as s
    order by s.is_target desc, s.source
  loop
    select string_agg(format('%s as %I', c.value, c.key), ', ' order by c.key)
    into v_columns
    from jsonb_each_text(v_source.claims) as c;
    begin
      execute format('set local role %I', case when v_source.is_target then sample_claims.unbound_role else v_caller end);
      -- Whoever has as many rows as most is typical; the first rows of a table are those of its makers.
      return query execute format(
        'select jsonb_strip_nulls(to_jsonb(i.*) - ''rows'' - ''place'') '
        'from ('
        '  select g.*, abs(row_number() over (order by g.rows, to_jsonb(g.*)::text) - 0.5 - 0.5 * count(*) over ()) as place '
        '  from (select s.*, count(*) as rows from (select %s from %s limit 100000) as s group by %s) as g'
        ') as i '
        'where jsonb_strip_nulls(to_jsonb(i.*) - ''rows'' - ''place'') <> ''{}'' '
        'order by i.place, to_jsonb(i.*)::text limit %s',
        v_columns,
        case
          when v_source.is_target and sample_claims.sampled is not null
            then format('unnest(%L::%s[]) as u', sample_claims.sampled, sample_claims.target)
          else v_source.source
        end,
        (select string_agg(g::text, ', ') from generate_series(1, (select count(*) from jsonb_object_keys(v_source.claims))) as g),
        sample_claims.wanted
      );
      execute format('set local role %I', v_caller);
    exception
      -- What cannot be read, or only inside of the policy, tells of nobody.
      when syntax_error_or_access_rule_violation then
        null;
    end;
  end loop;
end
$$;

comment on function steward_internal.sample_claims(regclass, name, integer, text) is $doc$
Finds people who have rows in a table, as the claims that its policies read.

@param target The table.
@param unbound_role A role that sees every row.
@param wanted How many people of each source.
@param sampled Rows of the table, as sample_rows() returns them, of which some are to belong to these people; null for any of its first 100,000.
@returns Claims for assume_claims(), those first who have as many rows as most.
@access steward_admin
@example begin; select * from steward_internal.sample_claims('steward.settings', current_user, 3); rollback;
$doc$;

revoke all on function steward_internal.sample_claims(regclass, name, integer, text) from public;
