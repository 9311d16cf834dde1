namespace QuantDsl.Tests.Models;

/// <summary>Tests that count tensors or set the number of threads: both are the process's, so nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Models, alone";
}
