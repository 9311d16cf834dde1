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
    [ClangTheory]
    [InlineData("LeNet")]
    [InlineData("ResNet")]
    public void Any_order_that_the_edges_allow_gives_the_same_bits(string name)
    {
        string expected = Digest(name, order: 0);
        Assert.Equal(expected, Digest(name, order: 1));
        Assert.Equal(expected, Digest(name, order: 2));
        Assert.Equal(expected, Digest(name, order: 7));
    }

    private static string Digest(string name, uint order)
    {
        StepCase @case = StepCases.All[name];
        using DeviceModel model = new(@case, order: order);
        (float[] inputs, int[] labels) = DeviceBatch.Of(@case.Model);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (bool backtracks in new[] { false, true, false })
        {
            float loss = model.Step(backtracks, inputs, labels);
            hash.AppendData(MemoryMarshal.AsBytes<float>([loss]));
        }
        foreach ((_, FlatMemory values) in model.Store.State)
            hash.AppendData(MemoryMarshal.AsBytes(((HostMemory)values).Span));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
