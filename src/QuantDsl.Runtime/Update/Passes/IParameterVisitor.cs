using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What a pass does with each parameter of a model.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParameterVisitor
{
    /// <summary>Visits a parameter.</summary>
    /// <typeparam name="TUpdate">How it is updated.</typeparam>
    /// <param name="place">Where it lies.</param>
    void Visit<TUpdate>(in ParameterPlace place)
        where TUpdate : struct, IParameterUpdate;
}
