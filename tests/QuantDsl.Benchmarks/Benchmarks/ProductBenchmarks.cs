using BenchmarkDotNet.Attributes;
using QuantDsl.Benchmarks.Products;
using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Benchmarks;

/// <summary>The three products of a layer by the engine's kernels, on one thread, in the widest vectors.</summary>
[Config(typeof(ShortRuns))]
public class ProductBenchmarks
{
    private ITimedProducts? _products;

    /// <summary>The layer.</summary>
    [ParamsAllValues]
    public ProductLayer Layer { get; set; }

    /// <summary>Allocates and packs.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _products = VectorWidth.Bits switch
        {
            512 => Make<Lanes16>(),
            256 => Make<Lanes8>(),
            _ => Make<Lanes4>(),
        };
        Console.WriteLine($"{_products.Operations / 1e6:F1} MFLOP each");
    }

    /// <summary>Frees the memory.</summary>
    [GlobalCleanup]
    public void Free() => _products!.Dispose();

    /// <summary>The output.</summary>
    [Benchmark]
    public void Forward() => _products!.Forward();

    /// <summary>The gradient with respect to the input.</summary>
    [Benchmark]
    public void InputGradient() => _products!.InputGradient();

    /// <summary>The gradient with respect to the weights.</summary>
    [Benchmark]
    public void WeightGradient() => _products!.WeightGradient();

    private ITimedProducts Make<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (Layer == ProductLayer.Linear)
            return new LinearProducts<TLanes>(100, 2048, 2048);
        var shape = ConvolutionShape.Square(13, 13, inputs: 20, outputs: 50, kernel: 3, stride: 1, padding: 0);
        return new ConvolutionProducts<TLanes>(128, in shape);
    }
}
