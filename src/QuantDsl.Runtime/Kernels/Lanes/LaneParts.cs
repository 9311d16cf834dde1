using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantDsl.CompilerServices;

/// <summary>Loads and stores of a vector's first lanes: by a mask where the processor has them, else by halves.</summary>
internal static unsafe class LaneParts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(float* source, int count)
    {
        if (Avx512F.IsSupported)
            return Avx512F.MaskLoad(source, First512(count), Vector512<float>.Zero);
        return count <= 8
            ? Vector512.Create(Load256(source, count), Vector256<float>.Zero)
            : Vector512.Create(Vector256.Load(source), Load256(source + 8, count - 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(float* source, int count)
    {
        if (Avx2.IsSupported)
            return Avx.MaskLoad(source, First256(count));
        return count <= 4
            ? Vector256.Create(Load128(source, count), Vector128<float>.Zero)
            : Vector256.Create(Vector128.Load(source), Load128(source + 4, count - 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(float* source, int count)
    {
        Vector128<float> lanes = Vector128<float>.Zero;
        if (count == 4)
            return Vector128.Load(source);
        if (count > 0)
            lanes = lanes.WithElement(0, source[0]);
        if (count > 1)
            lanes = lanes.WithElement(1, source[1]);
        return count > 2 ? lanes.WithElement(2, source[2]) : lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> lanes, float* target, int count)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(target, First512(count), lanes);
        }
        else if (count <= 8)
        {
            Store(lanes.GetLower(), target, count);
        }
        else
        {
            lanes.GetLower().Store(target);
            Store(lanes.GetUpper(), target + 8, count - 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> lanes, float* target, int count)
    {
        if (Avx2.IsSupported)
        {
            Avx.MaskStore(target, First256(count), lanes);
        }
        else if (count <= 4)
        {
            Store(lanes.GetLower(), target, count);
        }
        else
        {
            lanes.GetLower().Store(target);
            Store(lanes.GetUpper(), target + 4, count - 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> lanes, float* target, int count)
    {
        if (count == 4)
        {
            lanes.Store(target);
            return;
        }
        if (count > 0)
            target[0] = lanes.GetElement(0);
        if (count > 1)
            target[1] = lanes.GetElement(1);
        if (count > 2)
            target[2] = lanes.GetElement(2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First512(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First256(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}
