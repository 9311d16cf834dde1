using System.Security.Cryptography;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Models;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>A fixed run of updates, LAQ and backtrack, through lists and past them, and all that a model is after it.</summary>
internal static class UpdateDigest
{
    public delegate void Runner(UpdateKind kind, in AdamStep step, in Gradients gradients);

    /// <summary>Runs it; <paramref name="run"/> null: by the generated update.</summary>
    public static string Of(TiledModel model, Runner? run = null)
    {
        ChosenGradients gradients = new(model, 1e-2);
        Runner update = run ?? model.Update.Invoke;
        using UpdateGradients tensors = new();
        Update(UpdateKind.Laq, 1, gradients.Steady());
        Update(UpdateKind.Laq, 2, gradients.Steady());
        Update(UpdateKind.Laq, 3, gradients.Jump(0.8, 2, factor: 30));
        Update(UpdateKind.Trial, 4, gradients.Steady());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (StoredParameter parameter in model.Store.Stored)
            hash.AppendData(ModelBits.Of(parameter.QuantizedMemory)); // q*
        Update(UpdateKind.Backtrack, 4, gradients.Jump(0.5, 0.6, factor: 300));
        foreach (StoredParameter parameter in model.Store.Stored)
        {
            hash.AppendData(ModelBits.Of(parameter.LatentMemory));
            hash.AppendData(ModelBits.Of(parameter.QuantizedMemory));
            hash.AppendData(ModelBits.Of(parameter.FirstMomentMemory));
            hash.AppendData(ModelBits.Of(parameter.SecondMomentMemory));
            hash.AppendData(ModelBits.Of(parameter.ScaleMemory));
        }
        return Convert.ToHexString(hash.GetHashAndReset());

        void Update(UpdateKind kind, int step, float[][] values) => update(kind, TiledModel.Step(step), tensors.For(kind, values));
    }
}
