using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>What a step leaves does not depend on the order in which nodes, blocks and threads run.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class GraphOrderTests
{
    [ClangFact]
    public void Any_order_that_the_edges_allow_gives_the_same_bits()
    {
        string expected = Digest(order: 0);
        Assert.Equal(expected, Digest(order: 1));
        Assert.Equal(expected, Digest(order: 2));
        Assert.Equal(expected, Digest(order: 3));
    }

    private static string Digest(uint order)
    {
        StepCase @case = StepCases.All["ResNet"];
        using DeviceModel model = new(@case, order: order);
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (bool backtracks in new[] { false, true, false })
        {
            float loss = model.Step(backtracks, inputs, labels);
            hash.AppendData(MemoryMarshal.AsBytes<float>([loss]));
        }
        foreach ((_, HostMemory values) in model.Store.State)
            hash.AppendData(MemoryMarshal.AsBytes(values.Span));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
