using System.Diagnostics.CodeAnalysis;

namespace FinancingPlatform.Core.Errors;

/// <summary>Either a value or an <see cref="Errors.Error"/> (结果). The default value is neither and throws when read.</summary>
/// <typeparam name="T">What success holds.</typeparam>
[SuppressMessage("Design", "CA2225:Operator overloads have named alternates", Justification = "Ok and Fail of Result are the named alternates")]
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly Error? _error;
    private readonly bool _set;

    internal Result(T value)
    {
        _value = value;
        _error = null;
        _set = true;
    }

    internal Result(Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _value = default;
        _error = error;
        _set = true;
    }

    /// <summary>True when it holds a value.</summary>
    public bool IsOk => _set && _error is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It holds an error.</exception>
    public T Value => IsOk ? _value! : throw new InvalidOperationException($"The result holds no value: {_error?.ToString() ?? "unset"}");

    /// <summary>The error.</summary>
    /// <exception cref="InvalidOperationException">It holds a value.</exception>
    public Error Error => _error ?? throw new InvalidOperationException("The result holds no error.");

    /// <summary>Reads whichever it holds.</summary>
    public TOut Match<TOut>(Func<T, TOut> ok, Func<Error, TOut> error)
    {
        ArgumentNullException.ThrowIfNull(ok);
        ArgumentNullException.ThrowIfNull(error);
        return IsOk ? ok(Value) : error(Error);
    }

    /// <summary>Changes the value, keeps an error.</summary>
    public Result<TOut> Map<TOut>(Func<T, TOut> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return IsOk ? new Result<TOut>(change(Value)) : new Result<TOut>(Error);
    }

    /// <summary>Goes on with a step that may itself fail, keeps an error.</summary>
    public Result<TOut> Then<TOut>(Func<T, Result<TOut>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return IsOk ? next(Value) : new Result<TOut>(Error);
    }

    /// <summary>Success.</summary>
    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>Failure.</summary>
    public static implicit operator Result<T>(Error error) => new(error);
}

/// <summary>Either success without a value or an <see cref="Errors.Error"/> (结果).</summary>
[SuppressMessage("Design", "CA2225:Operator overloads have named alternates", Justification = "Fail is the named alternate")]
public readonly struct Result
{
    private readonly Error? _error;

    private Result(Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _error = error;
    }

    /// <summary>Success.</summary>
    public static Result Ok => default;

    /// <summary>True on success.</summary>
    public bool IsOk => _error is null;

    /// <summary>The error.</summary>
    /// <exception cref="InvalidOperationException">It is a success.</exception>
    public Error Error => _error ?? throw new InvalidOperationException("The result holds no error.");

    /// <summary>Failure.</summary>
    public static Result Fail(Error error) => new(error);

    /// <summary>Reads whichever it is.</summary>
    public TOut Match<TOut>(Func<TOut> ok, Func<Error, TOut> error)
    {
        ArgumentNullException.ThrowIfNull(ok);
        ArgumentNullException.ThrowIfNull(error);
        return IsOk ? ok() : error(Error);
    }

    /// <summary>Failure.</summary>
    public static implicit operator Result(Error error) => new(error);
}
