using QuantDsl;
using QuantDsl.CompilerServices;
using QuantDsl.Gpu;

namespace Digits.Models;

public sealed partial class LeNet5 : IDeviceModel
{
    IUpdateEngine IDeviceModel.Engine => _store.Engine;
}

public sealed partial class LeNet5Ternary : IDeviceModel
{
    IUpdateEngine IDeviceModel.Engine => _store.Engine;
}

public sealed partial class LeNet5ThreeBit : IDeviceModel
{
    IUpdateEngine IDeviceModel.Engine => _store.Engine;
}

public sealed partial class Mlp : IDeviceModel
{
    IUpdateEngine IDeviceModel.Engine => _store.Engine;

    internal static CudaProgram Kernels => CudaCode;
}

public sealed partial class MlpTernary : IDeviceModel
{
    IUpdateEngine IDeviceModel.Engine => _store.Engine;

    internal static CudaProgram Kernels => CudaCode;
}
