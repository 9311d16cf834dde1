using QuantDsl.Benchmarks.Products;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Ratios;

/// <summary>The product 100×2048×2048 by libtorch and by our kernels, and what the processor can do at most, on all threads.</summary>
internal sealed class ProductContest : IDisposable
{
    private const int Batch = 100;
    private const int Features = 2048;
    private const int WarmUp = 30; // also what the tiered compiler counts to before it optimises

    private readonly List<IDisposable> _owned = [];

    /// <summary>Prepares all contestants.</summary>
    public ProductContest()
    {
        Tensor x = Own(randn(Batch, Features)), w = Own(randn(Features, Features));
        Libtorch = new("product by libtorch", 10, () =>
        {
            using IDisposable unrecorded = no_grad();
            nn.functional.linear(x, w).Dispose();
        });
        (Float, Look, Peak, PeakOperations) = VectorWidth.Bits switch
        {
            512 => Make<Lanes16>(),
            256 => Make<Lanes8>(),
            _ => Make<Lanes4>(),
        };
        foreach (Contestant contestant in Contestants)
            contestant.WarmUp(WarmUp);
    }

    /// <summary>Multiplications and additions of the product.</summary>
    public static double Operations => 2.0 * Batch * Features * Features;

    /// <summary>float32 weights, libtorch.</summary>
    public Contestant Libtorch { get; }

    /// <summary>float32 weights, ours.</summary>
    public Contestant Float { get; }

    /// <summary>1-bit weights, ours.</summary>
    public Contestant Look { get; }

    /// <summary>Fused multiply-adds in registers.</summary>
    public Contestant Peak { get; }

    /// <summary>Multiplications and additions of <see cref="Peak"/>.</summary>
    public double PeakOperations { get; }

    /// <summary>Everyone, in the order in which they take turns.</summary>
    public IReadOnlyList<Contestant> Contestants => [Libtorch, Float, Look, Peak];

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(item => item.Dispose());

    private (Contestant Float, Contestant Look, Contestant Peak, double Operations) Make<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        LinearForward<TLanes, FloatWeights> full = Own(new LinearForward<TLanes, FloatWeights>(Batch, Features, Features));
        LinearForward<TLanes, LookUpWeights<SignSums>> bits = Own(
            new LinearForward<TLanes, LookUpWeights<SignSums>>(Batch, Features, Features));
        return (
            new("product with float32 weights", 10, full.Run), new("product with 1-bit weights", 10, bits.Run),
            new("fused multiply-adds", 3, FmaPeak<TLanes>.Run), FmaPeak<TLanes>.Operations);
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }
}
