using System.Reflection;
using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Cuda.Emulation;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Cuda;

/// <summary>
/// The generated kernels of a model on the emulated device, launched as the runtime does, but in memory between guards: behind every
/// stream, around every gradient, and in the gaps between parameters.
/// </summary>
internal sealed unsafe class KernelUpdate : IDisposable
{
    private const int Threads = 256;
    private const uint Gap = 0xA5A5A5A5; // what fresh memory of the emulated device holds

    private readonly EmulatedDevice _device;
    private readonly CudaProgram _program;
    private readonly nint _module;
    private readonly List<nint> _allocations = [];
    private readonly Parameter[] _parameters;
    private readonly int[] _offsets;
    private readonly nint[] _gradients;
    private readonly int _blocks;
    private readonly int[] _gaps;
    private Memory _memory;

    /// <param name="device">The device.</param>
    /// <param name="model">The model, just made: its latent weights are taken over and quantized by the kernels.</param>
    /// <param name="blocks">Blocks that the device holds at once.</param>
    /// <param name="order">In which blocks, warps and lanes go.</param>
    /// <param name="source">In the place of the generated source.</param>
    public KernelUpdate(EmulatedDevice device, TiledModel model, int blocks = 3, uint order = 0, string? source = null)
    {
        _device = device;
        _blocks = blocks;
        Order = order;
        _program = ProgramOf(model.Model.GetType());
        _module = device.Driver.Load(device.Compiler.Compile($"{_program.Model}.cu", source ?? _program.Source));
        _parameters = [.. model.Store.Parameters];
        _offsets = OffsetsFrom(model.Store.Memory.Latent, _parameters);
        int floats = _parameters.Select((parameter, i) => _offsets[i] + Count(parameter)).Max();
        IEnumerable<int> taken = _parameters.SelectMany((parameter, i) => Enumerable.Range(_offsets[i], Count(parameter)));
        _gaps = [.. Enumerable.Range(0, floats).Except(taken)];
        int scales = _parameters.Sum(parameter => (int)parameter.Scale.numel());
        _memory = new Memory
        {
            Latent = Floats(floats),
            Quantized = Floats(floats),
            FirstMoment = Floats(floats),
            SecondMoment = Floats(floats),
            Scales = Floats(Math.Max(1, scales)),
            Exact = Floats(Math.Max(1, scales)),
            Sums = (double*)Allocate(_program.Sums * sizeof(double)),
            Fault = (int*)Allocate(sizeof(int)),
            Arrived = (uint*)Allocate(sizeof(uint)),
        };
        _gradients = [.. _parameters.Select(parameter => (nint)Floats(Count(parameter)))];
        new Span<float>(_memory.Scales, scales).Clear();
        *_memory.Fault = int.MaxValue;
        for (int i = 0; i < _parameters.Length; i++)
        {
            Values(_parameters[i].Latent).CopyTo(new Span<float>(_memory.Latent + _offsets[i], Count(_parameters[i])));
            Of(_memory.FirstMoment, i).Clear();
            Of(_memory.SecondMoment, i).Clear();
        }
        Launch(UpdateKind.Initial, default);
    }

    /// <summary>In which blocks, warps and lanes go.</summary>
    public uint Order { get; set; }

    /// <summary>Number of the first parameter whose curvature was not finite, or null.</summary>
    public int? Fault => *_memory.Fault == int.MaxValue ? null : *_memory.Fault;

    public int Parameters => _parameters.Length;

    public Span<float> Latent(int parameter) => Of(_memory.Latent, parameter);

    public ReadOnlySpan<float> Quantized(int parameter) => Of(_memory.Quantized, parameter);

    public ReadOnlySpan<float> FirstMoment(int parameter) => Of(_memory.FirstMoment, parameter);

    public ReadOnlySpan<float> SecondMoment(int parameter) => Of(_memory.SecondMoment, parameter);

    /// <summary>Scales of all parameters, in their order.</summary>
    public ReadOnlySpan<float> Scales => new(_memory.Scales, _parameters.Sum(parameter => (int)parameter.Scale.numel()));

    /// <summary>The program that was generated for a model.</summary>
    public static CudaProgram ProgramOf(Type model) => (CudaProgram)model
        .GetFields(BindingFlags.NonPublic | BindingFlags.Static).Single(field => field.FieldType == typeof(CudaProgram)).GetValue(null)!;

    /// <summary>One stage; gradients are copied.</summary>
    public void Run(UpdateKind stage, in AdamStep step, float[][] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
            gradients[i].CopyTo(new Span<float>((float*)_gradients[i], gradients[i].Length));
        Launch(stage, step);
    }

    public void Dispose()
    {
        foreach (nint memory in _allocations)
            _device.Driver.Free(memory);
        _device.Driver.Unload(_module);
    }

    private static int[] OffsetsFrom(float* first, Parameter[] parameters)
    {
        return [.. parameters.Select(parameter => (int)(Data(parameter) - first))];

        static float* Data(Parameter parameter)
        {
            fixed (float* data = Values(parameter.Latent))
                return data;
        }
    }

    private static Span<float> Values(TorchSharp.torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static int Count(Parameter parameter) => (int)parameter.Latent.numel();

    private Span<float> Of(float* stream, int parameter) => new(stream + _offsets[parameter], Count(_parameters[parameter]));

    private float* Floats(int count) => (float*)Allocate(count * sizeof(float));

    private nint Allocate(int bytes)
    {
        nint memory = _device.Driver.Allocate(bytes);
        _allocations.Add(memory);
        return memory;
    }

    private void Launch(UpdateKind stage, in AdamStep step)
    {
        _device.Set(_blocks, Order);
        Memory memory = _memory;
        Step numbers = new()
        {
            InverseLearningRate = step.InverseLearningRate,
            First = step.BiasCorrection1,
            Second = step.BiasCorrection2,
            NextFirst = step.NextBiasCorrection1,
            NextSecond = step.NextBiasCorrection2,
        };
        nint[] none = new nint[_gradients.Length]; // at construction there are no gradients
        fixed (nint* gradients = stage == UpdateKind.Initial ? none : _gradients)
        {
            _device.Driver.Launch(
                _device.Driver.Function(_module, $"advance{stage}"),
                _program.Tiles,
                Threads,
                isCooperative: false,
                (nint)(&memory),
                (nint)gradients,
                (nint)(&numbers));
            if (_program.FinishBlocks > 0)
            {
                FindExact(stage);
                _device.Driver.Launch(
                    _device.Driver.Function(_module, $"finish{stage}"),
                    Math.Min(_program.FinishBlocks, _blocks),
                    Threads,
                    _program.IsCooperative,
                    (nint)(&memory),
                    (nint)gradients);
            }
        }
        CheckGaps();
    }

    /// <summary>What the runtime does by sorting on the device.</summary>
    private void FindExact(UpdateKind stage)
    {
        foreach (CudaExactScale exact in _program.Exact)
        {
            float* values = stage == UpdateKind.Trial ? (float*)_gradients[exact.Parameter] : _memory.Latent + exact.Offset;
            float* curvature = _memory.Quantized + exact.Offset;
            int length = exact.Count / exact.Rows;
            for (int row = 0; row < exact.Rows; row++)
            {
                ReadOnlySpan<float> w = new(values + (row * length), length);
                ReadOnlySpan<float> d = new(curvature + (row * length), length);
                float* scales = _memory.Exact + exact.Scale + (row * exact.Sides);
                if (exact.Sides == 1)
                {
                    scales[0] = ExactScales.Scale(w, d);
                    continue;
                }
                scales[0] = ExactScales.SideScale(w, d, 1f);
                scales[1] = ExactScales.SideScale(w, d, -1f);
            }
        }
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

    /// <summary>As the source declares it.</summary>
    private struct Memory
    {
        public float* Latent;
        public float* Quantized;
        public float* FirstMoment;
        public float* SecondMoment;
        public float* Scales;
        public float* Exact;
        public double* Sums;
        public int* Fault;
        public uint* Arrived;
    }

    /// <summary>As the source declares it.</summary>
    private struct Step
    {
        public float InverseLearningRate;
        public float First;
        public float Second;
        public float NextFirst;
        public float NextSecond;
    }
}
