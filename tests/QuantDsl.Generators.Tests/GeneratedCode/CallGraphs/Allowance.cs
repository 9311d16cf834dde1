namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>A breach that one method is allowed, outside of loops over layers, units or elements.</summary>
/// <param name="Method">The method.</param>
/// <param name="Breach">What it does.</param>
/// <param name="Most">
/// How often at most in a forward and backward pass with its update, or in a prediction; null: as often as there are loops.
/// </param>
/// <param name="Reason">Why.</param>
internal sealed record Allowance(string Method, string Breach, int? Most, string Reason)
{
    private const string Once = "made by the first pass";
    private const string Rented = "labels of a tensor as int32, rented; one a pass, on whichever of two devices";
    private const string Guard = "TorchSharp declares its guards as IDisposable; one a pass, on whichever of two devices";
    private const string Pointer = "a static method that works units off; once a loop and thread";
    private const string Engine = "the update of the device where the model lives; one a pass";
    private const string Network = "the network behind one type for all vector widths; one a pass";

    /// <summary>Whether it may stand in the loop over the batches of a prediction, each of which is a pass.</summary>
    public bool IsForEachBatch { get; init; }

    /// <summary>
    /// What a <c>using</c> over a tensor does: TorchSharp leaves the class open but its method closed, so there is one to call; C# calls it
    /// by the interface. It is small beside the native release of the tensor.
    /// </summary>
    public const string OfTensors = "calls the interface IDisposable.Dispose of Tensor";

    public static IReadOnlyList<Allowance> All { get; } =
    [
        new("Model.TakeStep", "calls the interface IUpdateEngine.Run of IUpdateEngine", 1, Engine),
        new("Model.TakeBacktrackStep", "calls the interface IUpdateEngine.Run of IUpdateEngine", 1, Engine),
        new("Workers.Run", "calls a function pointer", null, Pointer),
        new("CpuNetwork.Differentiate", "calls the virtual CpuNetwork.Forward", 1, Network),
        new("CpuNetwork.Differentiate", "calls the virtual CpuNetwork.Backward", 1, Network),
        new("PredictionNetwork.InferPositions", "calls the virtual PredictionNetwork.Infer", 1, Network) { IsForEachBatch = true },
        new("CpuNetwork.Pack", "calls the interface IWeightSource.Refresh of IWeightSource", 1, "the model has the scales; one a pass"),
        new("CpuNetwork.Differentiate", "makes an object Workspace", 1, Once),
        new("CpuNetwork.MoveDeferred", "calls the virtual CpuNetwork.UpdateWeights", 1, Network),
        new("CpuNetwork.WriteDeferred", "calls the virtual CpuNetwork.WriteWeightGradients", null, "the first parameter without a bound; once a step"),
        new("Workspace.set_Samples", "makes an object NativeFloats", 1, "grows with the largest batch so far") { IsForEachBatch = true },
        new("PredictionNetwork.Rent", "makes an object Workspace", 1, Once),
        new("SamplePredictions.OfTensor", "calls the interface IDisposable.Dispose of IDisposable", 2, Guard),
        new("SamplePredictions.OfTensor", "calls the interface ISamplePredictor.Predict of ISamplePredictor", 2,
            "the network of the device where the model lives; one a pass"),
        new("TensorBatch..ctor", "calls the interface IDisposable.Dispose of IDisposable", 2, Guard),
        new("TensorBatch.Int32", "calls the virtual ArrayPool<Int32>.Rent", 4, Rented),
        new("TensorBatch.Dispose", "calls the virtual ArrayPool<Int32>.Return", 2, Rented),
        new("CpuNetwork.Pack", "calls the virtual PredictionNetwork.PackWeights", 1, Network),
    ];
}
