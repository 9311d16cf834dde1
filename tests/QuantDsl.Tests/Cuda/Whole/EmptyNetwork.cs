using System.Text;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Cuda.Whole;

/// <summary>A network of no nodes, for what stands in the templates.</summary>
internal static class EmptyNetwork
{
    /// <param name="source">What stands behind the templates.</param>
    public static CudaNetwork With(string source) => new(new CudaProgram("Empty", [], []), Encoding.UTF8.GetBytes(source))
    {
        Batch = 1,
        Inputs = 1,
        Outputs = 1,
        Labels = 1,
        ParameterFloats = 1,
        Scales = 0,
        Statistics = 0,
        ArenaFloats = 0,
        WholeFloats = 0,
        LocalFloats = 0,
        Step = [],
        Prediction = [],
        Evaluation = [],
    };
}
