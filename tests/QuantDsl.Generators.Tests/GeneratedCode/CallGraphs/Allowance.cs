namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>A breach that one method is allowed, outside of loops over layers, tiles or elements.</summary>
/// <param name="Method">The method.</param>
/// <param name="Breach">What it does.</param>
/// <param name="Most">How often at most in a forward and backward pass with its update, or in a prediction.</param>
/// <param name="Reason">Why.</param>
internal sealed record Allowance(string Method, string Breach, int Most, string Reason)
{
    private const string Guard = "TorchSharp declares its guards as IDisposable; one a pass";
    private const string Pointer = "a static method that works tiles off; once a sweep and thread";
    private const string Engine = "the update of the device where the model lives; one a pass";
    private const string Pool = "made once for a calling thread, and only where libtorch's OpenMP threads cannot be used";

    /// <summary>A pass sweeps over the tiles so often: once to move the weights, once to write the quantized ones.</summary>
    private const int Sweeps = 2;

    /// <summary>
    /// What a <c>using</c> over a tensor does: TorchSharp leaves the class open but its method closed, so there is one to call; C# calls it
    /// by the interface. It is small beside the native release of the tensor.
    /// </summary>
    public const string OfTensors = "calls the interface IDisposable.Dispose of Tensor";

    public static IReadOnlyList<Allowance> All { get; } =
    [
        new("Model.Differentiate", "calls the interface IDisposable.Dispose of IDisposable", 1, Guard),
        new("Model.Predict", "calls the interface IDisposable.Dispose of IDisposable", 1, Guard),
        new("GradientTape.Differentiate", "calls the interface ICollection<Tensor>.CopyTo of IList<Tensor>", 1,
            "autograd.grad returns IList<Tensor>; one a pass"),
        new("Model.TakeStep", "calls the interface IUpdateEngine.Run of IUpdateEngine", 1, Engine),
        new("Model.TakeBacktrackStep", "calls the interface IUpdateEngine.Run of IUpdateEngine", 1, Engine),
        new("OpenMpTeam.TryRun", "calls a function pointer", Sweeps, Pointer),
        new("OpenMpTeam.Enter", "calls a function pointer", Sweeps, Pointer),
        new("PoolTeam.Run", "calls a function pointer", Sweeps, Pointer),
        new("PoolTeam.System.Threading.IThreadPoolWorkItem.Execute", "calls a function pointer", Sweeps, Pointer),
        new("PoolTeam.Run", "makes an object PoolTeam", Sweeps, Pool),
        new("PoolTeam..ctor", "makes an object ManualResetEventSlim", Sweeps, Pool),
    ];
}
