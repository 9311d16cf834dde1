namespace QuantDsl.CompilerServices;

/// <summary>A pixel that a window of a max pooling has chosen in a channel.</summary>
internal struct ChosenPixel
{
    /// <summary>Where its input begins, counted from that of the sample's first window.</summary>
    public int Offset;

    /// <summary>Its gradient: that of the window.</summary>
    public float Gradient;
}
