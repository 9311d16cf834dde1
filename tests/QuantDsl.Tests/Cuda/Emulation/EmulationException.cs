namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>What the emulated driver reports: its error's name and what happened.</summary>
internal sealed class EmulationException(string message) : Exception(message);
