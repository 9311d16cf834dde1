using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <summary>The update of an interpreted network: the runtime's phases for the parameters of <see cref="InterpretedTable"/>.</summary>
internal sealed class InterpretedUpdate<TRecipe>(ParameterStore store, UpdateSizes sizes)
    : CpuEngine<InterpretedTable, Adam<TRecipe>, MeasuresNothing>(store, sizes.Tiles, sizes.Parameters, sizes.Floats, sizes.Scales)
    where TRecipe : struct, IUpdateRecipe
{
    public override void Run(UpdateKind kind, in AdamStep step, in Gradients gradients)
    {
        Begin(kind, step, gradients);
        if (kind == UpdateKind.Initial)
        {
            QuantizeInitially();
        }
        else
        {
            Accumulate();
            SolveScales();
            Quantize();
        }
        End();
    }
}
