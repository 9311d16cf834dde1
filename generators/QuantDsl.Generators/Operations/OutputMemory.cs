namespace QuantDsl.Generators.Operations;

/// <summary>Where the value of an operation lies.</summary>
internal enum OutputMemory
{
    /// <summary>In memory of its own.</summary>
    Fresh,

    /// <summary>In the memory of its first operand, always or sometimes.</summary>
    Operand,

    /// <summary>In the caller's memory.</summary>
    Caller,
}
