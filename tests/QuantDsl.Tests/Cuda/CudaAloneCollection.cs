namespace QuantDsl.Tests.Cuda;

/// <summary>Tests that send models on the CPU to the emulated device: every model that is made meanwhile goes there.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CudaAloneCollection
{
    public const string Name = "CUDA, emulated, alone";
}
