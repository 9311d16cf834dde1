using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Training.Schedules;

/// <summary>A warm-up of half of the run, and then a cosine.</summary>
[ModelFrom(typeof(TinyMlp)), Warmup(Epochs = 2), Cosine]
public sealed partial class WarmedCosineMlp;

/// <summary>A cosine of a length of its own.</summary>
[ModelFrom(typeof(TinyMlp)), Cosine(Epochs = 4, EndFactor = 0.1)]
public sealed partial class CosineMlp;

/// <summary>One cycle.</summary>
[ModelFrom(typeof(TinyMlp)), OneCycle(PctStart = 0.25, DivFactor = 10, FinalDivFactor = 100)]
public sealed partial class OneCycleMlp;

/// <summary>A little less in each step.</summary>
[ModelFrom(typeof(TinyMlp)), Exponential(Factor = 0.5)]
public sealed partial class ExponentialMlp;

/// <summary>Two steps down, and a warm-up.</summary>
[ModelFrom(typeof(TinyMlp)), Warmup(StartFactor = 0.5), MultiStep(1, 3, Factor = 0.5)]
public sealed partial class MultiStepMlp;

/// <summary>Falls when nothing gets better.</summary>
[ModelFrom(typeof(TinyMlp)), ReduceOnPlateau(Factor = 0.5, Patience = 0, Threshold = 0.5)]
public sealed partial class PlateauMlp;

/// <summary>AdamW and a warm-up.</summary>
[ModelFrom(typeof(TinyMlp)), AdamW(LearningRate = 0.01, WeightDecay = 0.1), Warmup]
public sealed partial class DecayingMlp;
