create or replace function steward_internal.node_content(nodes text[], flat text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select substring(
    node_content.nodes[substring(node_content.flat from '^\{(\d+)\}$')::integer] from '^\((.*)\)$'
  )
$$;

comment on function steward_internal.node_content(text[], text) is $doc$
Returns what stands between the parentheses of a node.

@param nodes The nodes of an expression.
@param flat A reference to a node, such as {3}.
@returns The content; null if it is not a node in parentheses.
@access steward_reader
@example select steward_internal.node_content(array['(a = 1)'], '{1}');
$doc$;

revoke all on function steward_internal.node_content(text[], text) from public;
