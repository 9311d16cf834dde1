using QuantDsl.Tests.Engine.Models;

namespace QuantDsl.Tests.Cuda.Models;

/// <summary>Its learning rate changes with every step.</summary>
[ModelFrom(typeof(BinaryMlp)), Cosine(Epochs = 4, EndFactor = 0.1)]
public sealed partial class CudaCosineMlp;
