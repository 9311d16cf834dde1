using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Cuda.Launching;
using QuantDsl.Tests.Cuda.Whole;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// The kernels of a model on the emulated device, in memory between guards: behind every stream, around every
/// gradient, and in the gaps between parameters.
/// </summary>
internal sealed unsafe class KernelUpdate : IDisposable
{
    private const uint Gap = 0xA5A5A5A5; // what fresh memory of the emulated device holds

    private readonly EmulatedDevice _device;
    private readonly CudaProgram _program;
    private readonly CudaContext _context;
    private readonly UpdateLauncher _launcher;
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly KernelLayout.Memory _memory;
    private readonly nint[] _gradients;
    private readonly nint _loss;
    private readonly int _scales;
    private readonly int _blocks;
    private readonly int[] _gaps;

    /// <param name="device">The device.</param>
    /// <param name="model">The model, just made: its latent weights are taken over and quantized by the kernels.</param>
    /// <param name="blocks">Blocks that the device holds at once.</param>
    /// <param name="order">In which blocks, warps and lanes go.</param>
    /// <param name="source">In the place of the program's source.</param>
    public KernelUpdate(EmulatedDevice device, TiledModel model, int blocks = 3, uint order = 0, string? source = null)
        : this(
            device, DeviceModel.NetworkOf(model.Model.GetType()).Update,
            [.. model.Store.Parameters.Select(parameter => parameter.Latent.data<float>().ToArray())],
            blocks, order, source)
    {
    }

    /// <param name="device">The device.</param>
    /// <param name="program">The program.</param>
    /// <param name="latent">Latent weights of each parameter.</param>
    /// <param name="blocks">Blocks that the device holds at once.</param>
    /// <param name="order">In which blocks, warps and lanes go.</param>
    /// <param name="source">In the place of the program's source.</param>
    public KernelUpdate(EmulatedDevice device, CudaProgram program, float[][] latent, int blocks = 3, uint order = 0, string? source = null)
    {
        _device = device;
        _program = program;
        _blocks = blocks;
        Order = order;
        byte[] code = device.Compiler.Compile($"{program.Model}.cu", source ?? program.Source);
        int floats = program.Parameters.Max(parameter => parameter.Offset + parameter.Count);
        IEnumerable<int> taken = program.Parameters.SelectMany(parameter => Enumerable.Range(parameter.Offset, parameter.Count));
        _gaps = [.. Enumerable.Range(0, floats).Except(taken)];
        _scales = program.Parameters
            .Where(parameter => parameter.Solver != CudaSolver.None)
            .Select(parameter => parameter.Scale + (parameter.Rows * parameter.ScalesPerRow))
            .DefaultIfEmpty().Max();
        device.Set(blocks, order);
        _context = new CudaContext(0);
        using (_context.Enter())
        {
            _memory = new KernelLayout.Memory
            {
                Latent = Floats(floats),
                Quantized = Floats(floats),
                FirstMoment = Floats(floats),
                SecondMoment = Floats(floats),
                Scales = Floats(_scales),
            };
            _loss = Floats(1);
            _gradients = [.. program.Parameters.Select(parameter => Floats(parameter.Count))];
            *(float*)_loss = 1;
            new Span<float>((float*)_memory.Scales, _scales).Clear();
            for (int i = 0; i < latent.Length; i++)
            {
                latent[i].CopyTo(Latent(i));
                Of(_memory.FirstMoment, i).Clear();
                Of(_memory.SecondMoment, i).Clear();
            }
            _launcher = new UpdateLauncher(_context, code, program, _memory, _gradients);
        }
        Launch(UpdateKind.Initial, default);
    }

    /// <summary>In which blocks, warps and lanes go.</summary>
    public uint Order { get; set; }

    public int Parameters => _program.Parameters.Count;

    /// <summary>The loss of the pass that the next gradients come from.</summary>
    public float Loss
    {
        set => *(float*)_loss = value;
    }

    public Span<float> Latent(int parameter) => Of(_memory.Latent, parameter);

    public ReadOnlySpan<float> Quantized(int parameter) => Of(_memory.Quantized, parameter);

    public ReadOnlySpan<float> FirstMoment(int parameter) => Of(_memory.FirstMoment, parameter);

    public ReadOnlySpan<float> SecondMoment(int parameter) => Of(_memory.SecondMoment, parameter);

    /// <summary>Scales of all parameters, in their order.</summary>
    public ReadOnlySpan<float> Scales => new((float*)_memory.Scales, _scales);

    /// <summary>The bytes of weights, moments and scales.</summary>
    public byte[] State()
    {
        var bytes = new List<byte>();
        for (int i = 0; i < Parameters; i++)
        {
            bytes.AddRange(MemoryMarshal.AsBytes(Latent(i)));
            bytes.AddRange(MemoryMarshal.AsBytes(Quantized(i)));
            bytes.AddRange(MemoryMarshal.AsBytes(FirstMoment(i)));
            bytes.AddRange(MemoryMarshal.AsBytes(SecondMoment(i)));
        }
        bytes.AddRange(MemoryMarshal.AsBytes(Scales));
        return [.. bytes];
    }

    /// <summary>The fault since this was last asked.</summary>
    public CudaFault? TakeFault()
    {
        using (_context.Enter())
            return _launcher.TakeFault();
    }

    /// <summary>What was measured of each parameter.</summary>
    public KernelLayout.Measures[] Measures()
    {
        using (_context.Enter())
            return _launcher.Measures!.Read();
    }

    /// <summary>One update; gradients are copied.</summary>
    public void Run(UpdateKind kind, in AdamStep step, float[][] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
            gradients[i].CopyTo(new Span<float>((float*)_gradients[i], gradients[i].Length));
        Launch(kind, step);
    }

    public void Dispose()
    {
        _launcher?.Dispose();
        foreach (DeviceBuffer buffer in _buffers)
            buffer.Dispose();
        _context.Dispose();
    }

    private Span<float> Of(nint stream, int parameter) =>
        new((float*)stream + _program.Parameters[parameter].Offset, _program.Parameters[parameter].Count);

    private nint Floats(int count)
    {
        _buffers.Add(new DeviceBuffer(_context, count * sizeof(float)));
        return _buffers[^1].Address;
    }

    private void Launch(UpdateKind kind, in AdamStep step)
    {
        _device.Set(_blocks, Order);
        using (_context.Enter())
        {
            _launcher.Run(kind, step, _loss);
        }
        CheckGaps();
    }

    /// <summary>Nothing was written between parameters.</summary>
    private void CheckGaps()
    {
        foreach (int i in _gaps)
        {
            bool isWhole = ((uint*)_memory.Latent)[i] == Gap && ((uint*)_memory.Quantized)[i] == Gap
                && ((uint*)_memory.FirstMoment)[i] == Gap && ((uint*)_memory.SecondMoment)[i] == Gap;
            Assert.True(isWhole, $"{_program.Model}: float {i}, between two parameters, was written.");
        }
    }
}
