create or replace function steward_internal.synthetic_value(type_oid oid, type_modifier integer)
returns text
language plpgsql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select
      case
        when t.typtype = 'd' then steward_internal.synthetic_value(t.typbasetype, t.typtypmod)
        when t.typtype = 'e' then
          (select e.enumlabel::text from pg_enum as e where e.enumtypid = t.oid order by e.enumsortorder limit 1)
        when t.typname = 'uuid' then gen_random_uuid()::text
        -- Twice as much still fits.
        when t.typname = 'int2' then (1000 + floor(random() * 15000)::integer)::text
        when t.typname = 'int4' then (900000000 + floor(random() * 100000000)::integer)::text
        when t.typname = 'int8' then (9000000000000000 + floor(random() * 1000000000)::bigint)::text
        when t.typname = 'numeric' then '1'
        when t.typname in ('float4', 'float8', 'money') then '1'
        when t.typname = 'bool' then 'false'
        when t.typname in ('text', 'varchar', 'bpchar', 'citext') then
          left(
            md5(random()::text),
            case when synthetic_value.type_modifier > 4 then least(synthetic_value.type_modifier - 4, 32) else 32 end
          )
        when t.typname in ('date', 'timestamp', 'timestamptz', 'time', 'timetz') then now()::text
        when t.typname = 'interval' then '1 hour'
        when t.typname in ('json', 'jsonb') then '{}'
        when t.typname in ('inet', 'cidr') then '192.0.2.1'
        when t.typcategory = 'A' then '{}'
        when t.typtype = 'r' then 'empty'
        when t.typname = 'bytea' then ''
      end
    from pg_type as t
    where t.oid = synthetic_value.type_oid
  );
end
$$;

comment on function steward_internal.synthetic_value(oid, integer) is $doc$
Invents a value of a type, for a row that is never committed.

@param type_oid The type.
@param type_modifier Its modifier, by which texts are short enough.
@returns The value as text, hardly ever one that exists; null for types that it does not know.
@access steward_admin
@example select steward_internal.synthetic_value('integer'::regtype, -1);
$doc$;

revoke all on function steward_internal.synthetic_value(oid, integer) from public;
