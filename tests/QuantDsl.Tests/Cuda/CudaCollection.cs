namespace QuantDsl.Tests.Cuda;

/// <summary>Tests on the emulated device, one after the other: there is one, and its settings are the process's.</summary>
[CollectionDefinition(Name)]
public sealed class CudaCollection
{
    public const string Name = "CUDA, emulated";
}
