namespace QuantDsl.Tests.Kernels;

/// <summary>The shape of images in a test; values of such a batch lie in arrays as [sample][row][column][channel].</summary>
internal readonly record struct ImageShape(int Samples, int Height, int Width, int Channels)
{
    public int Pixels => Height * Width;

    public int Count => Samples * Pixels * Channels;

    public int Index(int sample, int row, int column, int channel) => (((((sample * Height) + row) * Width) + column) * Channels) + channel;

    /// <summary>Any small shape; channels around the numbers of lanes.</summary>
    public static ImageShape Random(Random random) =>
        new(random.Next(1, 6), random.Next(1, 12), random.Next(1, 12), random.Next(1, 41));

    /// <summary>The same with other rows and columns.</summary>
    public ImageShape With(int height, int width) => this with { Height = height, Width = width };
}
