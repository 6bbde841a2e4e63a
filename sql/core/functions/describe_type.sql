create or replace function steward_internal.describe_type(type oid, modifier integer default null)
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type pg_type;
  v_element pg_type;
  v_domain jsonb;
  v_choices text[];
  v_modifier integer := describe_type.modifier;
  v_dimensions integer;
  v_is_not_null boolean := false;
  v_has_default boolean := false;
begin
  select t.* into v_type from pg_type as t where t.oid = describe_type.type;
  if not found then
    return null;
  end if;
  if v_type.typtype = 'd' then
    v_domain := jsonb_build_object('schema', (
      select n.nspname from pg_namespace as n where n.oid = v_type.typnamespace
    ), 'name', v_type.typname);
  end if;

  while v_type.typtype = 'd' loop
    v_is_not_null := v_is_not_null or v_type.typnotnull;
    v_has_default := v_has_default or v_type.typdefault is not null;
    v_modifier := v_type.typtypmod;
    v_dimensions := v_type.typndims;
    v_choices := coalesce(v_choices, steward_internal.domain_choices(v_type.oid));
    select t.* into v_type from pg_type as t where t.oid = v_type.typbasetype;
  end loop;

  -- Other types have a typelem too; an array is what its element says is its array.
  select t.* into v_element from pg_type as t where t.oid = v_type.typelem and t.typarray = v_type.oid;
  v_element := case when v_element.oid is null then v_type else v_element end;

  return jsonb_build_object(
    'name', format_type(describe_type.type, describe_type.modifier),
    'kind', case v_element.typtype
      when 'e' then 'enum'
      when 'd' then 'domain'
      when 'c' then 'composite'
      when 'p' then 'pseudo'
      when 'b' then 'base'
      else 'range'
    end,
    'base_schema', (select n.nspname from pg_namespace as n where n.oid = v_element.typnamespace),
    'base_name', v_element.typname,
    'is_array', v_element.oid <> v_type.oid,
    'dimensions', case when v_element.oid = v_type.oid then 0 else greatest(v_dimensions, 1) end,
    'max_length', case
      when v_element.oid in ('varchar'::regtype, 'bpchar'::regtype) and v_modifier > 4 then v_modifier - 4
    end,
    'labels', (
      select jsonb_agg(e.enumlabel order by e.enumsortorder)
      from pg_enum as e
      where e.enumtypid = v_element.oid
    ),
    'domain', v_domain,
    -- char(n) comes padded, and citext finds texts equal that are not the same.
    'choices', case when v_type.oid in ('text'::regtype, 'varchar'::regtype) then v_choices end,
    'is_not_null', v_is_not_null,
    'has_default', v_has_default
  );
end
$$;

comment on function steward_internal.describe_type(oid, integer) is $doc$
Describes a type by what a driver gets to see of it.

Servers send the values of a domain as those of its base type, so the description is of that one; an array is
described by its elements. A domain as the element of an array stays what it is.

@param type OID of the type in pg_type.
@param modifier The modifier of a column, as in pg_attribute.
@returns Object with name (as SQL writes it), kind (base, enum, domain, composite, range or pseudo), base_schema and base_name (the type itself), is_array, dimensions (of an array as declared, which PostgreSQL does not enforce; 0 of other types), max_length, labels (of an enum), domain (schema and name), choices (the only texts that a domain allows), is_not_null and has_default (both by the domain); null if there is no such type.
@access steward_reader
@example select steward_internal.describe_type('text[]'::regtype);
$doc$;

revoke all on function steward_internal.describe_type(oid, integer) from public;
