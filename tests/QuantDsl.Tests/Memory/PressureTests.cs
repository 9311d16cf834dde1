using System.Runtime.CompilerServices;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Memory;

/// <summary>The garbage collector knows of memory that it does not manage.</summary>
[Collection(AloneCollection.Name)]
public sealed class PressureTests
{
    private const long Floats = 1 << 24; // 64 MB, of which no page is touched
    private const int Objects = 100;

    [Fact]
    public void Memory_that_nobody_disposes_does_not_grow_without_end()
    {
        long before = NativeFloats.Allocated;
        long most = 0;
        for (int i = 0; i < Objects; i++)
        {
            Forget();
            GC.WaitForPendingFinalizers(); // of collections that the pressure has asked for
            most = Math.Max(most, NativeFloats.Allocated - before);
        }

        Assert.InRange(most, 1, Objects / 2 * Floats);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = new NativeFloats(Floats);
}
