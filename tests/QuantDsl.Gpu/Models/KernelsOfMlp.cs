using QuantDsl;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class Mlp
{
    internal static CudaProgram Kernels => CudaCode;
}

public sealed partial class MlpTernary
{
    internal static CudaProgram Kernels => CudaCode;
}
