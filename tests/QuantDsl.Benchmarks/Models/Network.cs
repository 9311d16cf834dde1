namespace QuantDsl.Benchmarks.Models;

/// <summary>The measured architectures.</summary>
public enum Network
{
    /// <summary>784–2048–2048–2048–10 at batch 100.</summary>
    Mlp,

    /// <summary>20C3–MP2–50C3–MP2–500–10 at batch 128.</summary>
    LeNet5,

    /// <summary>VGG for CIFAR-10, declared for batch 100; measured, not checked step by step.</summary>
    Vgg,
}
