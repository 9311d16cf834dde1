namespace QuantDsl.Tests.Reference;

/// <summary>Mean of each square window; rows and columns that do not fill a window are dropped.</summary>
public sealed class AveragePoolLayer(int kernel, int? stride = null) : NetworkLayer
{
    private readonly int _stride = stride ?? kernel;
    private NdArray _input = null!;

    public override NdArray Forward(NdArray input, ForwardMode mode)
    {
        _input = input;
        int height = (input.Shape[2] - kernel) / _stride + 1;
        int width = (input.Shape[3] - kernel) / _stride + 1;
        NdArray output = new([input.Batch, input.Channels, height, width]);
        foreach ((int n, int c, int y, int x) in Images.Indices(output))
        {
            for (int i = 0; i < kernel; i++)
            {
                for (int j = 0; j < kernel; j++)
                    output[n, c, y, x] += input[n, c, y * _stride + i, x * _stride + j] / (kernel * kernel);
            }
        }

        return output;
    }

    public override NdArray Backward(NdArray outputGradient)
    {
        NdArray inputGradient = _input.ZerosLike();
        foreach ((int n, int c, int y, int x) in Images.Indices(outputGradient))
        {
            for (int i = 0; i < kernel; i++)
            {
                for (int j = 0; j < kernel; j++)
                    inputGradient[n, c, y * _stride + i, x * _stride + j] += outputGradient[n, c, y, x] / (kernel * kernel);
            }
        }

        return inputGradient;
    }
}
