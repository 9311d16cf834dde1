using System.Runtime.CompilerServices;

namespace QuantDsl.CompilerServices;

/// <summary>Writes the tables of numbers that lie side by side, each multiplied by a factor first if there are factors.</summary>
internal static unsafe class LookUpTables<TLanes, TFactor>
    where TLanes : unmanaged, ILanes<TLanes>
    where TFactor : struct, IColumnValues
{
    /// <param name="numbers">The numbers.</param>
    /// <param name="count">How many; what the last group lacks is 0.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="first">The factor of the first number.</param>
    /// <param name="tables">The first table.</param>
    public static void Write(float* numbers, int count, TFactor factors, int first, float* tables)
    {
        float* four = stackalloc float[LookUpPanels.Group];
        int whole = count & ~(LookUpPanels.Group - 1);
        for (int i = 0; i < whole; i += LookUpPanels.Group, tables += TLanes.TableLength)
        {
            if (TFactor.Exist)
            {
                Lanes4.Store(Lanes4.Load(numbers + i) * factors.Load<Lanes4>(first + i, LookUpPanels.Group), four);
                TLanes.WriteTable(four, tables);
            }
            else
            {
                TLanes.WriteTable(numbers + i, tables);
            }
        }
        int rest = count - whole;
        if (rest == 0)
            return;
        var last = Lanes4.LoadPart(numbers + whole, rest);
        Lanes4.Store(TFactor.Exist ? last * factors.Load<Lanes4>(first + whole, rest) : last, four);
        TLanes.WriteTable(four, tables);
    }
}
