using TorchSharp;

namespace QuantDsl.CompilerServices;

/// <summary>The memory of a model's parameters, at offsets that the generator has planned.</summary>
internal sealed unsafe class ParameterMemory : IDisposable
{
    private readonly List<FlatMemory> _all = [];
    private readonly HostArray<short>? _signs;
    private readonly HostArray<short>? _belowZero; // a page that no model needs is never touched

    /// <summary>What readers of signs may read behind the last: 8 bytes, and those of a last vector that is not full.</summary>
    private const int BehindSigns = 8;

    /// <summary>Allocates it, filled with zeros.</summary>
    /// <param name="device">Where to: the CPU or a CUDA device.</param>
    /// <param name="parameters">Values of all parameters, gaps included.</param>
    /// <param name="scales">Number of scales.</param>
    /// <param name="store">Makes quantized weights, on the CPU, before they are read.</param>
    public ParameterMemory(torch.Device device, int parameters, int scales, ParameterStore store)
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
        if (device.type == DeviceType.CPU)
        {
            int words = (parameters / Lanes.Count) + BehindSigns;
            _signs = new HostArray<short>(words, torch.ScalarType.Int16);
            _belowZero = new HostArray<short>(words, torch.ScalarType.Int16);
            Pointers = new ModelMemory
            {
                Latent = ((HostMemory)Latent).Pointer,
                Quantized = ((HostMemory)Quantized).Pointer,
                Signs = (ushort*)_signs.Pointer,
                BelowZero = (ushort*)_belowZero.Pointer,
                FirstMoment = ((HostMemory)FirstMoment).Pointer,
                SecondMoment = ((HostMemory)SecondMoment).Pointer,
                Scales = ((HostMemory)Scales).Pointer,
                ScaleSpreads = ((HostMemory)Spreads).Pointer,
            };
        }

        FlatMemory Add(int count, IMemoryKeeper? maker = null)
        {
            var memory = FlatMemory.Allocate(device, count);
            memory.Keeper = device.type == DeviceType.CPU ? maker : null;
            _all.Add(memory);
            return memory;
        }
    }

    /// <summary>Latent weights w.</summary>
    public FlatMemory Latent { get; }

    /// <summary>Quantized weights q.</summary>
    public FlatMemory Quantized { get; }

    /// <summary>First moments m.</summary>
    public FlatMemory FirstMoment { get; }

    /// <summary>Second moments v.</summary>
    public FlatMemory SecondMoment { get; }

    /// <summary>Scales α.</summary>
    public FlatMemory Scales { get; }

    /// <summary>Of each scale, how far the CPU's solver expects it to move in an update.</summary>
    public FlatMemory Spreads { get; }

    /// <summary>Addresses of the memory on the CPU; empty on another device.</summary>
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
