using Xunit.Sdk;

namespace QuantDsl.Tests.Engine;

/// <summary>Rounding may decide in so many ways that a comparison would accept anything.</summary>
internal sealed class UndecidableException(string message) : XunitException($"{message}: the data do not test anything.")
{
    public static void ThrowIf(bool isUndecidable, string message)
    {
        if (isUndecidable)
            throw new UndecidableException(message);
    }
}
