using QuantDsl.CompilerServices;

namespace QuantDsl.Gpu;

/// <summary>A model on any device. Each model has a part in <c>Models/</c> that shows what only this program needs.</summary>
internal interface IDeviceModel : IDisposable
{
    /// <summary>The layers in declaration order.</summary>
    IReadOnlyList<Layer> Layers { get; }

    /// <summary>Its engine.</summary>
    IUpdateEngine Engine { get; }

    /// <summary>One LAQ step.</summary>
    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>One step forward and back.</summary>
    float BacktrackStep(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);
}
