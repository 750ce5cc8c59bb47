namespace FinancingPlatform.Core.Errors;

/// <summary>What sort of expected failure (错误类别) an <see cref="Error"/> is; one place in Hosting maps it to an HTTP status.</summary>
public enum ErrorKind
{
    /// <summary>The input is malformed or breaks a rule (400, or 422 where the form is right and the meaning is not).</summary>
    Invalid,

    /// <summary>The caller has not proved who it is (401).</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this (403).</summary>
    Forbidden,

    /// <summary>The thing asked for does not exist, or the caller may not learn that it does (404).</summary>
    NotFound,

    /// <summary>It contradicts what is already there (409).</summary>
    Conflict,

    /// <summary>It was there and will not come back (410).</summary>
    Gone,

    /// <summary>It is above a named limit (413).</summary>
    TooLarge,

    /// <summary>Asked too often (429).</summary>
    TooMany,

    /// <summary>Nobody expected it (500): what an exception becomes at the edge. No part ever returns it as a value.</summary>
    Unexpected,

    /// <summary>Something that this depends on is away for now; the same request may succeed later (503).</summary>
    Unavailable,
}
