using Npgsql;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>The columns of an authorisation in the order of the insert statements, at the city and at a node alike.</summary>
internal static class AuthorisationRow
{
    public static void AddTo(NpgsqlParameterCollection parameters, AuthorisationMessage message)
    {
        Add(message.Id);
        Add(message.Uscc);
        Add(message.BankUscc);
        Add(message.CatalogueVersion);
        Add(message.Items.ToArray());
        Add(message.Purpose);
        Add(message.LegLook);
        Add(message.LegReturn);
        Add(message.LegTraining);
        Add(message.ValidFrom);
        Add(message.ValidTo);
        Add(message.MaxUses);
        Add(message.TextVersion);
        Add(message.TextShown);
        Add(AuthorisationMessage.Bytes(message.TextSha256)!);
        Add(AuthorisationMessage.Bytes(message.Nonce)!);
        Add(AuthorisationMessage.Bytes(message.CredentialId)!);
        Add(AuthorisationMessage.Bytes(message.AuthenticatorData)!);
        Add(AuthorisationMessage.Bytes(message.ClientDataJson)!);
        Add(AuthorisationMessage.Bytes(message.Signature)!);
        Add(message.SignedAt.UtcDateTime);

        void Add<T>(T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }
}
