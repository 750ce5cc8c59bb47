-- Banks are added by an import, like everything else that the operator loads; it may add one and read none.
grant usage on schema lending to ${loader};
grant insert on lending.bank to ${loader};
