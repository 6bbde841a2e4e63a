create or replace function steward_internal.integer_keys()
returns table (
  relid oid,
  schema_name name,
  table_name name,
  column_name name,
  attnum smallint,
  type_name text,
  limit_value bigint,
  sequence_oid oid,
  method text,
  reference_count bigint
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as (
    select distinct r.relid, r.schema_name, r.relation_name, r.relowner, r.relrowsecurity, a.attname,
      a.attnum, a.atttypid
    from steward_internal.user_relations as r
    inner join pg_index as i on i.indrelid = r.relid and i.indisunique and i.indisvalid
      and i.indpred is null
    inner join pg_class as ic on ic.oid = i.indexrelid
    inner join pg_am as am on am.oid = ic.relam and am.amname = 'btree'
    inner join pg_attribute as a on a.attrelid = r.relid and a.attnum = i.indkey[0]
    where r.relkind in ('r', 'p')
      and not r.is_partition
      and i.indnkeyatts = 1
      and a.atttypid in ('smallint'::regtype, 'integer'::regtype)
  ),
  fed as (
    select
      k.*,
      (
        select min(s.oid::bigint)::oid
        from (
          select d.objid as oid
          from pg_depend as d
          where d.refclassid = 'pg_class'::regclass
            and d.refobjid = k.relid
            and d.refobjsubid = k.attnum
            and d.classid = 'pg_class'::regclass
            and d.deptype in ('a', 'i')
          union all
          select d.refobjid
          from pg_attrdef as ad
          inner join pg_depend as d on d.classid = 'pg_attrdef'::regclass and d.objid = ad.oid
          where ad.adrelid = k.relid
            and ad.adnum = k.attnum
            and d.refclassid = 'pg_class'::regclass
        ) as candidate
        inner join pg_class as s on s.oid = candidate.oid and s.relkind = 'S'
      ) as sequence_oid
    from keys as k
  )
  select
    f.relid,
    f.schema_name,
    f.relation_name,
    f.attname,
    f.attnum,
    format_type(f.atttypid, null),
    case when f.atttypid = 'smallint'::regtype then 32767 else 2147483647 end,
    f.sequence_oid,
    case
      when has_sequence_privilege(f.sequence_oid, 'select, usage') then 'sequence'
      when has_column_privilege(f.relid, f.attnum, 'select')
        and has_schema_privilege(f.schema_name::text, 'usage')
        and not (
          f.relrowsecurity
          and not pg_has_role(current_user, f.relowner, 'usage')
          and not (select u.rolbypassrls or u.rolsuper from pg_roles as u where u.rolname = current_user)
        )
        then 'index'
    end,
    (
      select count(*)
      from pg_constraint as con
      where con.contype = 'f'
        and con.confrelid = f.relid
        and f.attnum = any (con.confkey)
        and con.conparentid = 0
    )
  from fed as f
$$;

comment on function steward_internal.integer_keys() is $doc$
Lists the smallint and integer columns that are a unique key by themselves.

@returns One row for each column: the largest value of its type, the sequence that feeds it, how many foreign keys refer to it, and the `method` by which its largest number can be found (sequence or index; null if the caller may read neither).
@access steward_reader
@example select table_name, column_name, method from steward_internal.integer_keys();
$doc$;

revoke all on function steward_internal.integer_keys() from public;
