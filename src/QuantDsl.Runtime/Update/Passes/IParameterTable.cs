using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The parameters of a model. Implemented by a generated struct, so that each pass is compiled for this model.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParameterTable
{
    /// <summary>Shows every parameter, in the order of the model's memory.</summary>
    static abstract void Visit<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IParameterVisitor;
}
