using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>The memory of a model's parameters, at offsets that the generator has planned.</summary>
internal sealed unsafe class ParameterMemory : IDisposable
{
    private readonly List<HostMemory> _all = [];
    private readonly HostArray<short> _signs;
    private readonly HostArray<short> _belowZero; // a page that no model needs is never touched

    /// <summary>What readers of signs may read behind the last: 8 bytes, and those of a last vector that is not full.</summary>
    private const int BehindSigns = 8;

    /// <summary>Allocates it, filled with zeros.</summary>
    /// <param name="parameters">Values of all parameters, gaps included.</param>
    /// <param name="scales">Number of scales.</param>
    /// <param name="store">Makes quantized weights, on the CPU, before they are read.</param>
    public ParameterMemory(int parameters, int scales, ParameterStore store)
    {
        try
        {
            Latent = Add(parameters);
            Quantized = Add(parameters, store);
            FirstMoment = Add(parameters);
            SecondMoment = Add(parameters);
            Scales = Add(scales);
            Spreads = Add(scales);
        }
        catch
        {
            Dispose(); // what was allocated before
            throw;
        }
        ForgetSpreads(0, scales);
        int words = (parameters / Lanes.Count) + BehindSigns;
        _signs = new HostArray<short>(words, torch.ScalarType.Int16);
        _belowZero = new HostArray<short>(words, torch.ScalarType.Int16);
        Pointers = new ModelMemory
        {
            Latent = Latent.Pointer,
            Quantized = Quantized.Pointer,
            Signs = (ushort*)_signs.Pointer,
            BelowZero = (ushort*)_belowZero.Pointer,
            FirstMoment = FirstMoment.Pointer,
            SecondMoment = SecondMoment.Pointer,
            Scales = Scales.Pointer,
            ScaleSpreads = Spreads.Pointer,
        };

        HostMemory Add(int count, IMemoryKeeper? maker = null)
        {
            var memory = new HostMemory(count) { Keeper = maker };
            _all.Add(memory);
            return memory;
        }
    }

    /// <summary>Latent weights w.</summary>
    public HostMemory Latent { get; }

    /// <summary>Quantized weights q.</summary>
    public HostMemory Quantized { get; }

    /// <summary>First moments m.</summary>
    public HostMemory FirstMoment { get; }

    /// <summary>Second moments v.</summary>
    public HostMemory SecondMoment { get; }

    /// <summary>Scales α.</summary>
    public HostMemory Scales { get; }

    /// <summary>Of each scale, how far the CPU's solver expects it to move in an update.</summary>
    public HostMemory Spreads { get; }

    /// <summary>Addresses of the memory.</summary>
    public ModelMemory Pointers { get; }

    /// <summary>Notes that nothing is known about where some scales will be.</summary>
    public void ForgetSpreads(int first, int count)
    {
        float[] widest = new float[count];
        Array.Fill(widest, TiledUpdate.WidestSpread);
        Spreads.Write(first, widest);
    }

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(memory => memory.Dispose());
}
