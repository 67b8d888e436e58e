// JavaScript classes whose instances own a native object. `T` names itself with `kind`, `tag` and `className`.
#pragma once
#include <napi.h>

#include <memory>
#include <new>

#include "addon-data.h"
#include "arguments.h"
#include "errors.h"
#include "log.h"

// Runs native code, hands libbpf's log over, and turns C++ exceptions into JavaScript ones.
template <class Body>
napi_value guarded(napi_env raw, Body body) {
  Napi::Env env(raw);
  try {
    try {
      const napi_value result = body();
      bpf_log::deliver(env);
      return result;
    } catch (const SystemError& failure) {
      bpf_log::deliver(env);
      throw toJavaScript(env, failure);
    } catch (const ArgumentError& failure) {
      throw Napi::TypeError::New(env, failure.message);
    } catch (const std::bad_alloc&) {
      throw toJavaScript(env, SystemError{ENOMEM, "malloc"});
    }
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();
    return nullptr;
  }
}

template <Napi::Value (*Function)(Arguments&)>
napi_value callFunction(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    Napi::CallbackInfo call(env, info);
    Arguments args(call);
    return Function(args);
  });
}

template <class T>
class Handle {
 public:
  // The native part of a value from JavaScript. A TypeError when it is of another class.
  static T& from(Napi::Value value) {
    bool tagged = false;
    if (value.IsObject()) napi_check_object_type_tag(value.Env(), value, &T::tag, &tagged);
    void* native = nullptr;
    if (!tagged || napi_unwrap(value.Env(), value, &native) != napi_ok) {
      throw ArgumentError{std::string("this must be a ") + T::className};
    }
    return *static_cast<T*>(native);
  }

  // A new instance around a native object made here.
  static Napi::Object adopt(Napi::Env env, std::unique_ptr<T> native) {
    AddonData& data = AddonData::of(env);
    data.adopting = native.get();
    const Napi::Object instance = constructor(data).New({});
    native.release();
    return instance;
  }

  template <auto method>
  static napi_property_descriptor method_(const char* name) {
    return {name, nullptr, call<method>, nullptr, nullptr, nullptr, napi_default_method, nullptr};
  }
  template <auto getter>
  static napi_property_descriptor getter_(const char* name) {
    return {name, nullptr, nullptr, call<getter>, nullptr, nullptr, napi_enumerable, nullptr};
  }
  template <auto getter, auto setter>
  static napi_property_descriptor accessor_(const char* name) {
    return {name, nullptr, nullptr, call<getter>, call<setter>, nullptr, napi_enumerable, nullptr};
  }
  template <Napi::Value (*Function)(Arguments&)>
  static napi_property_descriptor static_(const char* name) {
    const auto attributes = static_cast<napi_property_attributes>(napi_default_method | napi_static);
    return {name, nullptr, callFunction<Function>, nullptr, nullptr, nullptr, attributes, nullptr};
  }

  // Defines the class and exports it.
  static void define(Napi::Env env, Napi::Object exports, const std::vector<napi_property_descriptor>& members) {
    napi_value result = nullptr;
    if (napi_define_class(env, T::className, NAPI_AUTO_LENGTH, construct, nullptr, members.size(), members.data(),
                          &result) != napi_ok) {
      throw Napi::Error::New(env);
    }
    const Napi::Function defined(env, result);
    constructor(AddonData::of(env)) = Napi::Persistent(defined);
    exports.Set(T::className, defined);
  }

 private:
  static Napi::FunctionReference& constructor(AddonData& data) {
    return data.classes[static_cast<size_t>(T::kind)];
  }

  static napi_value construct(napi_env env, napi_callback_info info) {
    return guarded(env, [&]() -> napi_value {
      Napi::CallbackInfo call(env, info);
      if (!call.IsConstructCall()) throw ArgumentError{std::string(T::className) + " needs new"};
      AddonData& data = AddonData::of(env);
      T* adopted = static_cast<T*>(std::exchange(data.adopting, nullptr));
      std::unique_ptr<T> made;
      Arguments args(call);
      if (!adopted) {
        if constexpr (requires { T::make(args); }) {
          made = T::make(args);
        } else {
          throw ArgumentError{std::string(T::className) + " cannot be constructed"};
        }
      }
      Napi::Object self = call.This().As<Napi::Object>();
      T* native = adopted ? adopted : made.get();
      if (napi_type_tag_object(env, self, &T::tag) != napi_ok ||
          napi_wrap(env, self, native, finalize, nullptr, nullptr) != napi_ok) {
        throw Napi::Error::New(env);
      }
      made.release();
      if constexpr (requires { native->constructed(self); }) native->constructed(self);
      return self;
    });
  }

  static void finalize(napi_env, void* native, void*) { delete static_cast<T*>(native); }

  template <auto method>
  static napi_value call(napi_env env, napi_callback_info info) {
    return guarded(env, [&]() -> napi_value {
      Napi::CallbackInfo call(env, info);
      Arguments args(call);
      return (from(call.This()).*method)(args);
    });
  }
};
