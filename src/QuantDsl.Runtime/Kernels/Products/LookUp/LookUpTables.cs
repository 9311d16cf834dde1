using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Writes the tables of numbers that lie side by side, each multiplied by a factor first if there are factors.</summary>
internal static unsafe class LookUpTables<TLanes, TSums, TFactor>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSums : struct, ILookUpSums
    where TFactor : struct, IColumnValues
{
    /// <param name="sums">The sums.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="count">How many; what the last group lacks is 0.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="first">The factor of the first number.</param>
    /// <param name="tables">The first table.</param>
    public static void Write(TSums sums, float* numbers, int count, TFactor factors, int first, float* tables)
    {
        float* group = stackalloc float[Lanes4.Count];
        int i = 0;
        for (; i <= count - TSums.Group; i += TSums.Group, tables += TSums.TableLength<TLanes>())
        {
            if (TFactor.Exist)
            {
                Read(numbers + i, TSums.Group, factors, first + i, group);
                sums.WriteTable<TLanes>(group, tables);
            }
            else
            {
                sums.WriteTable<TLanes>(numbers + i, tables);
            }
        }
        if (i == count)
            return;
        Read(numbers + i, count - i, factors, first + i, group);
        sums.WriteTable<TLanes>(group, tables);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Read(float* numbers, int count, TFactor factors, int first, float* group)
    {
        Lanes4 some = count == Lanes4.Count ? Lanes4.Load(numbers) : Lanes4.LoadPart(numbers, count);
        Lanes4.Store(TFactor.Exist ? some * factors.Load<Lanes4>(first, count) : some, group);
    }
}
